import { defineFunction } from '@aws-amplify/backend';

export const confirmed = defineFunction({ name: 'confirmed', entry: './handler.ts' });
