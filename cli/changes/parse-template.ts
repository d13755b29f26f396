import type { ComparedTemplate } from '../../changes/change.js';

/** @throws Error for what is no template, or one in YAML */
export function parseTemplate(text: string, where: string): ComparedTemplate {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && 'Resources' in parsed) return parsed as ComparedTemplate;
  } catch {
    // Said below, in words that fit both.
  }
  throw new Error(`${where} is no CloudFormation template in JSON, as \`cdk synth\` writes it`);
}
