import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsSchema } from '../../lib/settings/settings-schema.js';

/** Settings that a document shows, and where. */
export interface DocumentedSettings {
  readonly file: string;
  readonly text: string;
  readonly settings: object;
}

const repository = join(import.meta.dirname, '../..');

/** Every example of settings in README and docs: blocks of JSON, `-c iotAccess='…'`, and `"name": value` in a line. */
export function documentedSettings(): DocumentedSettings[] {
  const docs = readdirSync(join(repository, 'docs'), { recursive: true }) as string[];
  const files = ['README.md', ...docs.filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`)];
  return files.flatMap((file) => {
    const page = readFileSync(join(repository, file), 'utf8');
    return [...inBlocks(page), ...onCommandLines(page), ...inLines(page)].map((found) => ({ file, ...found }));
  });
}

type Found = Omit<DocumentedSettings, 'file'>;

function inBlocks(page: string): Found[] {
  return [...page.matchAll(/```json\n([\s\S]*?)```/g)].flatMap(([, text = '']) => {
    const json = parsed(text);
    if (json?.iotAccess) return [{ text, settings: json.iotAccess as object }];
    // An access by itself, as docs/access.md renders it; its words need the tag.
    if (json?.clientIds) return [{ text, settings: { access: json, principalTags: { tenant: 'custom:tenant' } } }];
    return [];
  });
}

function onCommandLines(page: string): Found[] {
  return [...page.matchAll(/iotAccess='(\{[^…]*?\})'/g)].map(([, text = '']) => ({ text, settings: JSON.parse(text) }));
}

/** `"removalPolicy": "destroy"`, and `{"domainPrefix": "my-app"}` behind `(`signIn`): `. */
function inLines(page: string): Found[] {
  const settings = [...page.matchAll(/`"(\w+)": ([^`]+)`/g)].map(([, name, value]) => [name, value] as const);
  const parts = [...page.matchAll(/\(`(\w+)`\): `([^`]+)`/g)].map(([, name, value]) => [name, value] as const);
  return [...settings, ...parts].flatMap(([name = '', value = '']) => {
    if (!(name in settingsSchema.shape)) return [];
    const setting = parsed(`{"${name}": ${value}}`);
    return setting === undefined ? [] : [{ text: `"${name}": ${value}`, settings: setting }];
  });
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text, withMetadata);
  } catch {
    return undefined;
  }
}

/** A file that the reader has and this repository does not: a provider's own, as it gives it. */
function withMetadata(name: string, value: unknown): unknown {
  return name === 'metadataFile' ? join(repository, 'test/support/saml-metadata.xml') : value;
}
