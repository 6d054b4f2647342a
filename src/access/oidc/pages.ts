/**
 * The few pages that the OAuth server itself shows: a fault, the question whether to sign out, and that it was done. Plain
 * HTML in both languages, no script, nothing loaded. (Signing in is a page of the web app.)
 *
 * Proof   oidc.int.test.ts
 */
import type { KoaContextWithOIDC } from 'oidc-provider';

/** Text as it may stand in HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A page of ours: no script, nothing loaded. */
export function pageHtml(title: string, body: string): string {
  return `<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Maru</title>
<style>:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;display:grid;place-items:center;min-height:90vh;margin:0}main{max-width:32rem;padding:2rem}button{font:inherit;padding:.6rem 1.2rem;margin-right:.5rem}</style>
</head><body><main>${body}</main></body></html>`;
}

/** That signing in did not work. */
export function failureHtml(detail: string): string {
  return pageHtml(
    'Sign-in',
    `<h1>로그인할 수 없습니다</h1><p>처음부터 다시 시도하세요.</p><p lang="en">Signing in did not work. <a href="/">Start again</a>.</p><p><small>${escapeHtml(detail)}</small></p>`,
  );
}

function page(ctx: KoaContextWithOIDC, html: string): void {
  ctx.type = 'html';
  ctx.body = html;
}

/** A fault that cannot be sent back to the client. */
export function errorPage(ctx: KoaContextWithOIDC, error: string, description?: string): void {
  page(ctx, failureHtml(description === undefined ? error : `${error}: ${description}`));
}

/** Asks whether to sign out. */
export function signOutPage(ctx: KoaContextWithOIDC, form: string): void {
  const yes =
    '<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>로그아웃 · Sign out</button>';
  const body = `<h1>로그아웃할까요?</h1><p lang="en">Sign out of Maru?</p>${form}${yes}<a href="/">취소 · Cancel</a>`;
  page(ctx, pageHtml('Sign out', body));
}

/** Says that it was done. */
export function signedOutPage(ctx: KoaContextWithOIDC): void {
  const body = '<h1>로그아웃했습니다</h1><p lang="en">You are signed out.</p><p><a href="/">Maru</a></p>';
  page(ctx, pageHtml('Signed out', body));
}
