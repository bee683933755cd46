// A real OpenID Connect provider (npm oidc-provider) for tests. It listens on a free port, prints its address, and ends
// with its standard input. Arguments: the address where people come back to.
//
// Whoever comes is asked by a form who they are: account, and the value of "amr" they come with. Accounts: "ana" and
// "ben" with verified addresses, "eve" with one that was not verified, "new" whom nobody knows.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const back = process.argv[2];
const server = createServer();
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const issuer = `http://127.0.0.1:${server.address().port}`;

const accounts = {
  ana: { email: "ana@example.ca", email_verified: true, name: "Ana Roy" },
  ben: { email: "ben@example.ca", email_verified: true, name: "Ben Côté" },
  eve: { email: "ana@example.ca", email_verified: false, name: "Eve" },
  new: { email: "new@example.ca", email_verified: true, name: "Zoé Tremblay" },
};

const provider = new Provider(issuer, {
  clients: [
    { client_id: "atelier", client_secret: "a secret of 32 characters, or so", redirect_uris: [back] },
    { client_id: "public", token_endpoint_auth_method: "none", redirect_uris: [back] },
  ],
  cookies: { keys: ["a key of the tests"] },
  claims: { openid: ["sub", "amr", "acr", "auth_time"], email: ["email", "email_verified"], profile: ["name"] },
  features: { devInteractions: { enabled: false } },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
  interactions: { url: (ctx, interaction) => `/who/${interaction.uid}` },
  renderError: (ctx, out) => {
    ctx.type = "text/plain";
    ctx.body = `${out.error}: ${out.error_description}`;
  },
});
provider.on("server_error", (ctx, error) => console.error(error));

const read = async (request) => {
  let body = "";
  for await (const part of request) body += part;
  return new URLSearchParams(body);
};

async function ask(request, response) {
  const { uid, params, prompt } = await provider.interactionDetails(request, response);
  if (request.method === "GET") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!DOCTYPE html><html lang="en"><title>Provider</title><main><h1>Who are you?</h1><form method="post" action="/who/${uid}">
      <label>Account <input name="account"></label> <label>amr <input name="amr"></label> <button>Sign in</button> <button name="no" value="1">Stop</button></form></main></html>`);
    return;
  }
  const form = await read(request);
  if (form.get("no")) {
    return provider.interactionFinished(request, response, { error: "access_denied", error_description: "stopped" });
  }
  const accountId = form.get("account");
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope("openid email profile");
  const amr = form.get("amr") ? form.get("amr").split(" ") : undefined;
  await provider.interactionFinished(request, response, { login: { accountId, amr }, consent: { grantId: await grant.save() }, [prompt.name]: prompt.name === "login" ? { accountId, amr } : {} });
}

const answer = provider.callback();
server.on("request", (request, response) => {
  if (request.url.startsWith("/who/")) ask(request, response).catch((e) => response.writeHead(500).end(String(e)));
  else answer(request, response);
});
console.log(issuer);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
