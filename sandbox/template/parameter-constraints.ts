import { DeploymentError } from '../base/errors.js';
import type { TemplateParameter } from './template.js';

const PAGE = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html';
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/**
 * Holds a parameter's value to its type and its constraints, as CloudFormation does. Of a list, allowed values and
 * pattern are those of each item.
 *
 * @throws DeploymentError with what is allowed; a value that is not to be echoed is not told
 */
export function refuseConstraint(where: string, parameter: TemplateParameter, value: string): void {
  const broken = brokenConstraint(parameter, value);
  if (broken === undefined) return;
  const isHidden = String(parameter.NoEcho ?? false) === 'true';
  const what = `${isHidden ? 'the value' : JSON.stringify(value)} of parameter ${where}`;
  const { ConstraintDescription } = parameter;
  throw new DeploymentError(
    what,
    ConstraintDescription === undefined ? broken : `${broken}: ${ConstraintDescription}`,
    PAGE,
  );
}

function brokenConstraint(parameter: TemplateParameter, value: string): string | undefined {
  const { Type, AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue } = parameter;
  const isList = Type === 'CommaDelimitedList' || Type.startsWith('List<');
  const items = isList ? value.split(',').map((item) => item.trim()) : [value];
  if (Type === 'Number' || Type === 'List<Number>') {
    if (!items.every((item) => NUMBER.test(item)))
      return Type === 'Number' ? 'a number' : 'numbers, with commas between';
    if (MinValue !== undefined && items.some((item) => Number(item) < Number(MinValue))) return `${MinValue} or more`;
    if (MaxValue !== undefined && items.some((item) => Number(item) > Number(MaxValue))) return `${MaxValue} or less`;
  }
  if (MinLength !== undefined && value.length < Number(MinLength)) return `${MinLength} characters or more`;
  if (MaxLength !== undefined && value.length > Number(MaxLength)) return `${MaxLength} characters or less`;
  const allowed = AllowedValues?.map(String);
  if (allowed !== undefined && !items.every((item) => allowed.includes(item))) return allowed.join(', ');
  if (AllowedPattern !== undefined && !items.every((item) => wholly(AllowedPattern, item))) return AllowedPattern;
  return undefined;
}

/** The pattern is Java's, which escapes what need not be escaped (`\-`, `\@`); one that JavaScript cannot read does not hold. */
function wholly(pattern: string, text: string): boolean {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(`^(?:${pattern})$`, flags).test(text);
    } catch {
      // The next reading may do.
    }
  }
  return false;
}
