import { SettingsError } from '../settings-error.js';

/**
 * Exactly as a browser sends it in `Origin`: no path, no trailing slash, no default port, no wildcard.
 * Apps in a web view have schemes of their own, such as `capacitor://localhost`.
 */
export function isOrigin(value: string): boolean {
  if (!/^https?:/i.test(value)) return /^[a-z][a-z0-9+.-]*:\/\/[\w.-]+$/.test(value);
  return /^[^*,\s']+$/.test(value) && URL.canParse(value) && new URL(value).origin === value;
}

/** Throws a SettingsError that names each value that no browser would ever send as its origin. */
export function checkAllowedOrigins(origins: readonly string[]): void {
  const problems = origins.flatMap((origin, index) =>
    isOrigin(origin)
      ? []
      : [{ where: `allowedOrigins[${index}]`, what: `given ${JSON.stringify(origin)}; ${allowed}` }],
  );
  if (origins.length === 0) problems.push({ where: 'allowedOrigins', what: `given an empty list; ${allowed}` });
  if (problems.length > 0) throw new SettingsError(problems);
}

const allowed = 'allowed: exact origins such as https://app.example.com';
