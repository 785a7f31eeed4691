/** `real` is 실전투자 (real money), `mock` is 모의투자. Keys and tokens of one are never used in the other. */
export type Environment = 'real' | 'mock';

export const environments = ['real', 'mock'] as const satisfies readonly Environment[];

export function isEnvironment(value: unknown): value is Environment {
  return value === 'real' || value === 'mock';
}
