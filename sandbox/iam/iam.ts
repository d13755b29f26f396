import type { Service } from '../service/service.js';
import { iamResourceTypes } from './iam-resource-types.js';

/** Roles and their policies. All services stand on them (`Ground.roles`); of IAM's own API nothing is emulated. */
export const iam: Service = { resourceTypes: iamResourceTypes, emptyState: {}, create: () => ({}) };
