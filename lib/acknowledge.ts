import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

export interface Acknowledgement {
  /** Of the rule: `AwsSolutions-COG2`. */
  readonly id: string;
  readonly reason: string;
}

/** Writes down why rules are not held, in the way cdk-nag reads. An older CDK has nobody who would read it. */
export function acknowledge(scope: IConstruct, ...rules: readonly Acknowledgement[]): void {
  const validations: typeof Validations | undefined = Validations;
  validations?.of(scope).acknowledge(...rules);
}
