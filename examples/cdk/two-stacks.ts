import { App } from 'aws-cdk-lib';
import { addStacks } from './sign-in-and-rooms.js';

/** The pools in one stack, what uses them in another, which imports what the first exports. */
addStacks(new App());
