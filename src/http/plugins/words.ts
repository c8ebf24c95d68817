import { z } from 'zod'

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

/** What a validator found wrong, as a consultant would say it; undefined leaves zod's own words. */
const sentenceFor: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'This field is missing.'
        : `Give ${KINDS[issue.expected] ?? issue.expected} here.`
    case 'invalid_value':
      return `Give one of: ${issue.values.join(', ')}.`
    case 'invalid_union':
      return 'This is none of the forms taken here.'
    case 'invalid_format':
      return `This is not a valid ${issue.format === 'regex' ? 'value' : issue.format}.`
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'This must not be empty.'
        : `This is too small: at least ${issue.minimum}.`
    case 'too_big':
      return `This is too ${issue.origin === 'string' || issue.origin === 'array' ? 'long' : 'large'}: at most ${issue.maximum}.`
    default:
      return undefined
  }
}

/** Makes every schema of the process speak so, where it has no words of its own. */
export const speakPlainly = (): void => {
  z.config({ customError: sentenceFor })
}
