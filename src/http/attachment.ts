import type { FastifyReply } from 'fastify'
import { z } from 'zod'

/** A body of bytes, in the words of OpenAPI 3.1; nothing of it is validated. */
export const Bytes = z.unknown().meta({ type: 'string', format: 'binary' })

/** RFC 6266: the name as it is for those who read `filename*`, and what ASCII has of it for the others. */
const attachment = (name: string): string => {
  const plain = name.replace(/[^\w. -]/g, '_')
  const exact = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`
}

/** Says of a reply that it is a file to be saved under a name: of this media type and no other, and nobody's to keep. */
export const asFile = (
  reply: FastifyReply,
  { name, type }: { readonly name: string; readonly type: string },
): FastifyReply =>
  reply
    .type(type)
    .header('cache-control', 'private, no-cache')
    .header('content-disposition', attachment(name))
    .header('x-content-type-options', 'nosniff')
