import { register } from 'tsx/esm/api';

// A process of its own that opens the authority of a folder, once it is told to, and says which it has got.
register();
const { openAuthority } = await import('../../../sandbox/tls/authority.ts');
process.stdout.write('ready\n');
process.stdin.once('data', async () => {
  const { certificate } = await openAuthority(process.argv[2], Date.now());
  process.stdout.write(JSON.stringify({ certificate }));
  process.exit();
});
