import loadHighs, { type Highs } from 'highs'

export type { Highs }

let loading: Promise<Highs> | undefined

/** HiGHS, compiled to WebAssembly; loaded once a thread, in about 40 ms. */
export const highs = (): Promise<Highs> => {
  // Its types say CommonJS, where a default export lies one deeper than in the module that Node loads.
  const load = loadHighs as unknown as typeof loadHighs.default
  const loaded = loading ?? load()
  loading = loaded
  return loaded
}

/**
 * What every model is solved with: to the last, with nothing printed, and the same way each time. The tolerances are
 * the tightest that HiGHS keeps on these models; what they leave open is taken off every bound that is claimed.
 */
export const EXACTLY = {
  output_flag: false,
  mip_rel_gap: 0,
  mip_abs_gap: 1e-7,
  primal_feasibility_tolerance: 1e-9,
  dual_feasibility_tolerance: 1e-9,
  mip_feasibility_tolerance: 1e-9,
} as const
