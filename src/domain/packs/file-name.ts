/** The longest name that is given, with its ending: Windows opens no path of more than 260 characters in all. */
const LONGEST = 100

/** The longest ending that is kept when a name is cut short, its dot counted. */
const LONGEST_ENDING = 10

/** What Windows takes for devices, whatever ending follows; the raised digits too. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(?=\.|$)/i

/** What no name on Windows may have, folders' separators among it. */
const RESERVED = /[<>:"/\\|?*]/g

/** What is not seen: controls, and what turns the order of letters about, so that a name looks like another. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/**
 * A name that every system takes for one file in the folder that it is put into: without reserved signs, dots or spaces at
 * its ends and devices' names, not too long, and never empty.
 */
export const safeFileName = (name: string): string => {
  const plain = trimmed(name.normalize('NFC').replace(UNSEEN, '').replace(RESERVED, '_'))
  const named = plain === '' ? 'Untitled' : plain
  return shortened(DEVICE.test(named) ? `_${named}` : named)
}

const trimmed = (name: string): string => name.replace(/^[\s.]+|[\s.]+$/g, '')

/** A name and its ending, the dot with it; an ending is what follows the last dot and is not too long for one. */
const parted = (name: string): { readonly stem: string; readonly ending: string } => {
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 ? name.slice(dot) : ''
  return ending.length > LONGEST_ENDING || ending.length < 2
    ? { stem: name, ending: '' }
    : { stem: name.slice(0, dot), ending }
}

/** A name cut to its most, by whole characters, its ending kept. */
const shortened = (name: string, longest = LONGEST): string => {
  const { stem, ending } = parted(name)
  let kept = ''
  for (const character of stem) {
    if (kept.length + character.length + ending.length > longest) break
    kept += character
  }
  return `${trimmed(kept) || '_'}${ending}`
}

/**
 * Safe names for some files of one folder, in their order, no two alike: "Letter.pdf", "Letter (2).pdf". Windows and macOS
 * do not tell capitals from small letters.
 */
export const safeFileNames = (names: readonly string[]): string[] => {
  const taken = new Set<string>()
  return names.map((name) => {
    const safe = safeFileName(name)
    const { stem, ending } = parted(safe)
    let free = safe
    for (let nth = 2; taken.has(free.toLowerCase()); nth++) {
      const mark = ` (${nth})`
      free = `${shortened(stem, LONGEST - mark.length - ending.length)}${mark}${ending}`
    }
    taken.add(free.toLowerCase())
    return free
  })
}
