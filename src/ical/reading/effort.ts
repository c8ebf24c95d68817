/** Thrown where following rules takes more than a calendar is worth. */
export class TooMuchEffort extends Error {
  override readonly message = 'Following the rule takes too much.'
}

/** What may be spent on going through rules; the unit is one day looked at. */
export interface Effort {
  /** Takes from what is left; throws `TooMuchEffort` where that is not enough. */
  spend(days: number): void
}

/** So many days for everything that is done with it, some of it perhaps shared with `others`. */
export const effortOf = (days: number, others?: Effort): Effort => {
  let left = days
  return {
    spend: (spent) => {
      left -= spent
      if (left < 0) throw new TooMuchEffort()
      others?.spend(spent)
    },
  }
}
