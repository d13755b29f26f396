/** What went wrong before anything was asked of AWS. */
export class DeploymentError extends Error {
  override readonly name = 'DeploymentError';
}
