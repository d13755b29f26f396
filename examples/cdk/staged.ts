import { App, Stage } from 'aws-cdk-lib';
import { addStacks } from './sign-in-and-rooms.js';

/** The same two stacks in a Stage, as a pipeline deploys them: an assembly within the assembly. */
addStacks(new Stage(new App(), 'Beta'));
