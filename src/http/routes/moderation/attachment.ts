/** RFC 6266: the name as it is for those who read `filename*`, and what ASCII has of it for the others. */
export const attachment = (name: string): string => {
  const plain = name.replace(/[^\w. -]/g, '_')
  const exact = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`
}
