import { z } from 'zod';
import type { Member } from '../../service/operation.js';
import type { IotPolicy } from '../policies/policy-record.js';
import type { IotArn } from './iot-parts.js';

/** What is asked about or attached may have any name: there is just none of it. */
export const policyName = z.string().min(1);
/** https://docs.aws.amazon.com/iot/latest/apireference/API_CreatePolicy.html */
export const newPolicyName = z.string().regex(/^[\w+=,.@-]{1,128}$/);

/** What the text says is for the policies to judge. */
export const policyDocument = z.string().max(404_600);

export const onPolicy = (arn: IotArn) => ({ iam: (member: Member) => arn(`policy/${member('policyName')}`) });

/** How lists name a policy. */
export function summaryOf({ policyName: name }: Pick<IotPolicy, 'policyName'>, arn: IotArn) {
  return { policyName: name, policyArn: arn(`policy/${name}`) };
}

/** A time as REST JSON writes it. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}
