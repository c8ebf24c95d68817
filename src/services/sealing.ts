import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals bytes with AES-256-GCM: a random nonce, then the ciphertext, then the tag. `key` is 32 bytes; `place` is
 * authenticated, so that what is sealed opens nowhere else. 2^32 random nonces are the most that NIST SP 800-38D
 * allows one key.
 */
export const seal = (key: Buffer, place: Buffer, plain: Uint8Array): Buffer => {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(place)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Opens what `seal` sealed under this key for this place; null for anything else, changed or cut included. */
export const unseal = (key: Buffer, place: Buffer, sealed: Buffer): Buffer | null => {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(place)
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES))
  try {
    decipher.final()
  } catch {
    return null
  }
  return plain
}
