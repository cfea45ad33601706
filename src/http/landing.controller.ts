import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Open } from './access.js';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Larisin</title>
<link rel="stylesheet" href="/landing.css">
<script src="/landing.js" defer></script>
</head>
<body>
<main>
<h1>Larisin</h1>
<form id="log-in" hidden>
<label>Name <input name="name" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Log in</button>
</form>
<p id="message" role="status"></p>
<nav id="inside" hidden>
<a href="/docs">API</a>
<button id="log-out">Log out</button>
</nav>
<noscript>Logging in here needs JavaScript; the command line and the API do not.</noscript>
</main>
</body>
</html>
`;

const SCRIPT = `const form = document.getElementById('log-in');
const inside = document.getElementById('inside');
const message = document.getElementById('message');
function show(me) {
  form.hidden = me !== null;
  inside.hidden = me === null;
  if (me !== null) message.textContent = me.name + ' (' + me.role + '), ' + me.shop.name;
}
async function call(method, body) {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const reply = await fetch('/api/v1/session', { method, headers, body: body && JSON.stringify(body) });
  const answer = reply.status === 204 ? null : await reply.json();
  return { ok: reply.ok, answer };
}
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { ok, answer } = await call('POST', Object.fromEntries(new FormData(form)));
  if (ok) form.reset();
  if (ok) show(answer);
  else message.textContent = answer.detail;
});
document.getElementById('log-out').addEventListener('click', async () => {
  await call('DELETE');
  message.textContent = '';
  show(null);
});
call('GET').then(({ ok, answer }) => show(ok ? answer : null));
`;

const STYLE = `body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; color: #1b1b1b; background: #fafafa; }
main { max-width: 20rem; margin: 15vh auto; padding: 0 1rem; }
form:not([hidden]) { display: grid; gap: 1rem; }
label { display: grid; gap: 0.25rem; }
input, button { font: inherit; padding: 0.5rem; }
`;

/** A bare page to log in with: no data, and nothing inline, so that the content policy can forbid inline scripts. */
@ApiExcludeController()
@Controller()
export class LandingController {
  @Get()
  @Open()
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    return PAGE;
  }

  @Get('landing.js')
  @Open()
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  script(): string {
    return SCRIPT;
  }

  @Get('landing.css')
  @Open()
  @Header('Content-Type', 'text/css; charset=utf-8')
  style(): string {
    return STYLE;
  }
}
