import { InvalidArgumentError, Option } from 'commander';

/** Calls a second of what AWS throttles. */
export function rateOption(most: string, byDefault: number): Option {
  return new Option('--rate <calls>', `calls a second; ${most}`).default(byDefault).argParser((text) => {
    const value = Number(text);
    if (text.trim() !== '' && value > 0 && value <= 1000) return value;
    throw new InvalidArgumentError('This is a number of calls a second, more than 0 and up to 1000.');
  });
}
