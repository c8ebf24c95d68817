import { failure, type Result } from '../domain/failures.ts'

// Each refusal has a sentence of its own, which a consultant understands and which never repeats the address.

export const refuse = (detail: string): Result<never> => failure('calendar-unreachable', detail)

/** Why an answer with a status other than 200 gives no calendar. */
export const statusRefusal = (status: number): Result<never> => {
  if (status === 401 || status === 403)
    return refuse('The server does not let us read the calendar; it may not be shared any more.')
  if (status === 404 || status === 410) return refuse('The server knows no calendar at this address.')
  if (status === 429) return refuse('The server asks us to come back later.')
  if (status >= 500) return refuse('The server has a fault of its own.')
  if (status >= 400) return refuse('The server refuses the request.')
  return refuse('The server answers with something other than a calendar.')
}

const UNTRUSTED = 'The certificate of the server is signed by nobody whom we trust, so it may be anybody’s.'

/** What Node.js calls certificates that it does not take (tls, X509 errors); an authority of one’s own is no authority. */
const CERTIFICATES: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of the server is for another name than the address has.',
  CERT_HAS_EXPIRED: 'The certificate of the server has expired, so nobody can tell whose server it is.',
  CERT_NOT_YET_VALID:
    'The certificate of the server is not valid yet, so nobody can tell whose server it is.',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
}

/** Why a connection came to nothing. */
export const connectionRefusal = (error: unknown): Result<never> => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return refuse(CERTIFICATES[code] ?? 'The server cannot be reached, or breaks off its answer.')
}
