import type { Plugin } from 'vite';

/**
 * Monaco writes style elements at run time and only index.html ever loads it; every other page forbids inline styles.
 */
const pagesWithInlineStyles = new Set(['index.html']);

/** The policy of one built page. Nothing is evaluated, and nothing is asked of another machine. */
export function policyOf(page: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "connect-src 'self'",
    "font-src 'self'",
    "img-src 'self' data: blob:",
    `style-src 'self'${pagesWithInlineStyles.has(page) ? " 'unsafe-inline'" : ''}`,
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/**
 * Puts the policy into the head of every built page, before anything that it governs. The development server goes
 * without: hot reloading needs an inline script.
 */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'tidemark:content-security-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { path }) => {
        const meta = `<meta http-equiv="Content-Security-Policy" content="${policyOf(path.replace(/^.*\//, ''))}" />`;
        return html.replace(/(<meta charset=[^>]*>)/, `$1\n    ${meta}`);
      },
    },
  };
}
