import { createHash, randomBytes } from 'node:crypto'

/** A new secret of 256 bits, as text that is safe in an address. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** What is kept of a secret. SHA-256 is enough: the secret is random, so there is nothing to guess. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()
