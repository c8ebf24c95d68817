/** How a code becomes a token, on one line for a terminal; `address` is where the service answers. */
export const enrolmentCommand = (address: string, code: string): string =>
  `curl -s ${address}/v1/tokens -H 'content-type: application/json' -d '{"invitation":"${code}"}'`
