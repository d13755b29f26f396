import { NESTED_STACK } from './nested-stack.js';
import type { Template } from './template.js';

/**
 * Refuses resources that refer to each other in a circle, as CloudFormation does.
 *
 * @param stack its path, for people
 * @param condition says which case of an `Fn::If` there is
 * @throws Error naming the resources of the circle
 */
export function refuseDependencyCycle(
  resources: Template['Resources'],
  stack: string,
  condition: (name: string) => boolean,
): void {
  const done = new Set<string>();
  const visit = (logicalId: string, path: readonly string[]): void => {
    if (path.includes(logicalId)) {
      const circle = path.slice(path.indexOf(logicalId));
      const nested = circle.filter((one) => resources[one]?.Type === NESTED_STACK);
      const why = nested.length > 1 ? `: ${eachWaits(nested)}` : '';
      throw new Error(`Circular dependency between resources: [${circle.join(', ')}] of stack ${stack}${why}`);
    }
    if (done.has(logicalId)) return;
    for (const next of dependenciesOf(resources[logicalId], condition)) {
      if (Object.hasOwn(resources, next)) visit(next, [...path, logicalId]);
    }
    done.add(logicalId);
  };
  for (const logicalId of Object.keys(resources)) visit(logicalId, []);
}

/** Synthesis does not notice it: each template is right by itself, and CloudFormation refuses their parent. */
function eachWaits(nested: readonly string[]): string {
  return (
    `the nested stacks ${nested.join(' and ')} read each other, so that neither can be made first; look at what the ` +
    'parent hands to each as Parameters, and grant what is to be granted to a role of the other stack by a policy in ' +
    'the stack that grants, not by adding statements to the construct of the role'
  );
}

/** Every name that `DependsOn`, `Ref`, `Fn::GetAtt` and `Fn::Sub` mention, resources or not. */
function dependenciesOf(value: unknown, condition: (name: string) => boolean): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => dependenciesOf(item, condition));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, argument]) => {
    if (name === 'Ref') return [String(argument)];
    if (name === 'DependsOn') return [argument].flat().map(String);
    if (name === 'Fn::GetAtt') return [String(Array.isArray(argument) ? argument[0] : argument).split('.')[0] ?? ''];
    if (name === 'Fn::Sub') return [...namesIn(argument), ...dependenciesOf(argument, condition)];
    if (name === 'Fn::If' && Array.isArray(argument)) {
      return dependenciesOf(condition(String(argument[0])) ? argument[1] : argument[2], condition);
    }
    return dependenciesOf(argument, condition);
  });
}

function namesIn(argument: unknown): string[] {
  const [text, variables = {}] = [argument].flat() as [unknown, object?];
  const names = [...String(text).matchAll(/\$\{([^}!][^}]*)\}/g)].map(([, name = '']) => name);
  return names.filter((name) => !Object.hasOwn(variables, name)).map((name) => name.split('.')[0] ?? '');
}
