import { createHash, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The system's own Chromium, quiet towards the network; with HEADED=1 to be seen, and slow enough for it.
 * @param trusted certificate authority to trust for this run alone, as PEM
 * @throws Error saying what to install */
export function launchChromium(trusted?: string): Promise<Browser> {
  const headed = process.env.HEADED === '1';
  return chromium.launch({
    executablePath: findChromium(),
    headless: !headed,
    slowMo: headed ? 250 : 0,
    args: [
      ...(headed ? [] : ['--headless=new']),
      // Containers give no user namespaces to sandbox with; only our own page is opened.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(trusted === undefined ? [] : [`--ignore-certificate-errors-spki-list=${keyHash(trusted)}`]),
    ],
  });
}

/** A chain with this key in it is trusted. */
function keyHash(certificate: string): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}

function findChromium(): string {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH !== undefined && CHROMIUM_PATH !== '') {
    if (existsSync(CHROMIUM_PATH)) return CHROMIUM_PATH;
    throw new Error(`CHROMIUM_PATH is ${CHROMIUM_PATH}, which does not exist.`);
  }
  const found = usualPlaces.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new Error(
    'The browser tests need Chromium or Chrome, and none was found. Install it (Debian and Ubuntu: ' +
      '"sudo apt-get install chromium"; macOS: "brew install --cask chromium"), or set CHROMIUM_PATH to its executable.',
  );
}
