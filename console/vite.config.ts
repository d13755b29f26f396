import { defineConfig, type Plugin } from 'vite';
import { CONSOLE_TOKEN_META } from '../contract/console.js';

/**
 * `vite build console` makes the one file that the sandbox serves: everything is in it, so that it works offline and
 * needs no further route. It has two inline elements with code, a style and a script, whose hashes a content security
 * policy can name.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  // Whoever builds it: React's other build is twice as large.
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  oxc: { jsx: { runtime: 'automatic', development: false } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: Number.POSITIVE_INFINITY,
  },
  plugins: [inlined()],
});

/** Puts what the page would load into the page. */
function inlined(): Plugin {
  return {
    name: 'inlined',
    enforce: 'post',
    generateBundle(_options, files) {
      const page = files['index.html'];
      if (page?.type !== 'asset') throw new Error('There is no index.html to put things into.');
      let html = String(page.source);
      for (const [name, file] of Object.entries(files)) {
        if (file === page) continue;
        const element =
          file.type === 'chunk'
            ? `<script type="module">${withoutMarkup(file.code.trim())}</script>`
            : `<style>${String(file.source).trim().replaceAll('</style', '<\\/style')}</style>`;
        const loaded = new RegExp(`<(script|link)[^>]*"\\./${name}"[^>]*>(</script>)?`);
        if (!loaded.test(html)) throw new Error(`The page does not load ${name}, so it cannot stand in it.`);
        html = html.replace(loaded, () => element);
        delete files[name];
      }
      // As the sandbox looks for it, which no formatter knows.
      page.source = html.replace('</title>', () => `</title>\n    ${CONSOLE_TOKEN_META}`);
    },
  };
}

/** What an HTML parser would take for the end, or for a beginning of its own, stands in strings alone. */
function withoutMarkup(code: string): string {
  return code.replace(/<(?=\/?(script|style)|!--)/gi, '\\x3C');
}
