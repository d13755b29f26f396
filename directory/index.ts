export type { DirectoryUser } from '../contract/directory-items.js';
export { createDirectory, type Directory, type DirectoryOptions, type KnownIdentity } from './directory.js';
