import { type Result, success } from '../../domain/failures.ts'
import { layOut } from '../../domain/packs/pack.ts'
import type { Papers } from '../papers/papers.ts'
import { lookUp, type Runner } from '../runner.ts'
import { type Caller, reading, type UseCase } from '../use-case.ts'
import { openModerationPack } from './moderation-pack.ts'
import type { PackContent, PackPlan } from './parts.ts'
import { openReleasedPack } from './released-pack.ts'
import { zipped } from './zip.ts'

/** A pack as a file, its reading recorded; nothing of it is fetched until `bytes` are. */
export interface PackArchive {
  readonly name: string
  /** Throw where a reader's right ends on the way, or something stored is damaged: who forwards them breaks off. */
  readonly bytes: AsyncIterable<Buffer>
}

/**
 * Several papers as one zip archive, streamed. As with a single document no transaction is open while bytes flow: every
 * document is opened, and its reading recorded, when its turn has come, by the rules of its own shelf.
 */
export interface Packs {
  /** What an assignment's moderator works with; `id` is the assignment's. */
  forModerator(caller: Caller, id: string): Promise<Result<PackArchive>>
  /** What a released self-assessment's readers prepare with; `id` is the self-assessment's. */
  released(caller: Caller, id: string): Promise<Result<PackArchive>>
}

/** The reader of a pack may not have the rest of it any more. */
export class PackBrokenOff extends Error {
  override readonly name = 'PackBrokenOff'
}

export const createPacks = (
  runner: Runner,
  shelves: { readonly selfAssessments: Papers; readonly area: Papers },
): Packs => {
  const openDocument = async (caller: Caller, content: Extract<PackContent, { place: object }>) => {
    const shelf = content.from === 'area' ? shelves.area : shelves.selfAssessments
    return (await going(shelf.download(caller, content.place))).bytes
  }

  const archive =
    <Found>(operation: string, useCase: UseCase<{ id: string }, Found, PackPlan>) =>
    async (caller: Caller, id: string): Promise<Result<PackArchive>> => {
      const call = { caller, operation }
      const planned = await lookUp(runner, call, useCase, { id })
      if (!planned.ok) return planned
      const stillOpen = reading<{ id: string }, Found, null>({
        authorise: useCase.authorise,
        run: async () => success(null),
      })
      const { name, madeAt } = planned.value
      const { contents, files } = layOut(planned.value)
      const made = { path: contents.path, content: { write: async () => Buffer.from(contents.text) } }
      const entries = [made, ...files].map(({ path, content }) => ({
        path,
        open: async () => {
          if ('place' in content) return openDocument(caller, content)
          // What was read when the pack was opened is passed on only to who could still read it.
          await going(lookUp(runner, call, stillOpen, { id }))
          return [await content.write()]
        },
      }))
      return success({ name, bytes: zipped(entries, madeAt) })
    }

  return {
    forModerator: archive('downloadModerationPack', openModerationPack),
    released: archive('downloadReleasedPack', openReleasedPack),
  }
}

/** What a reader is given in the middle of a pack; throws `PackBrokenOff` where they may not have it any more. */
const going = async <T>(asked: Promise<Result<T>>): Promise<T> => {
  const answer = await asked
  if (answer.ok) return answer.value
  throw new PackBrokenOff(answer.failure.detail)
}
