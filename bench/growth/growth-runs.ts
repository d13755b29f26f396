import type { GrowthFigures, GrowthRuns } from '../results.js';
import { type GrowthOptions, measureGrowth } from './growth.js';

/** Once in memory and once with a folder that keeps the state. @param tell is told what is being measured */
export async function growthRuns(
  options: Omit<GrowthOptions, 'withData'>,
  tell: (what: string) => void,
): Promise<GrowthRuns> {
  const { users, rounds } = options;
  tell(`${users * rounds} sign-ins`);
  const inMemory = await measureGrowth({ ...options, withData: false });
  tell(`${users * rounds} sign-ins with --data`);
  return { inMemory, withData: await measureGrowth({ ...options, withData: true }) };
}

export function growthFigures({ inMemory, withData }: GrowthRuns): GrowthFigures {
  return {
    signInGrowth: inMemory.signInGrowth,
    memoryGrowth: inMemory.memoryGrowth,
    signInGrowthWithData: withData.signInGrowth,
    memoryGrowthWithData: withData.memoryGrowth,
  };
}
