/** The part that is used; the package brings no types. */
declare module 'fs-native-extensions' {
  const extensions: {
    /** Whether the lock on the whole file is granted; closing the file gives it back. */
    tryLock(descriptor: number): boolean;
    /** Resolves once the lock on the whole file is granted. */
    waitForLock(descriptor: number): Promise<void>;
  };
  export default extensions;
}
