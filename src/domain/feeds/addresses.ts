/** One feed's secret address in the forms that calendar apps take. */
export interface FeedAddresses {
  /** For Outlook and Office 365, which take no other; http only where the service itself is reached so. */
  readonly https: string
  /** For Apple's calendars: opens as a subscription. */
  readonly webcal: string
  /** Opens Google Calendar and adds the feed there. */
  readonly google: string
}

/** The addresses of a feed with this token, at a service whose own address is `base` (no slash at its end). */
export const addressesOf = (base: string, token: string): FeedAddresses => {
  const https = `${base}/feeds/v1/${token}.ics`
  const webcal = https.replace(/^https?:/, 'webcal:')
  return {
    https,
    webcal,
    google: `https://calendar.google.com/calendar/r?cid=${encodeURIComponent(webcal)}`,
  }
}
