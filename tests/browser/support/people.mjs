// People on a site that was just started.
import { visitor } from "./browser.mjs";

// The address by which browsers let passkeys be used (Web Authentication, 5.1.3: an effective domain is needed).
export const named = (site) => `http://localhost:${site.port}`;

// Makes whoever reads the terminal the administrator of a site, with a passkey of a virtual authenticator, as one does
// the first time; and gives the browser in which they are signed in.
export async function administrator(browser, site, more = {}) {
  const home = named(site);
  const one = await visitor(browser, { home, ...more });
  const page = await one.context.newPage();
  const devtools = await one.context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await page.goto(`${home}/en/start/`);
  await page.fill('main [name="token"]', site.log.match(/\/en\/start\/ and give this token: (\S+)/)[1]);
  await page.fill('main [name="name"]', "Ana Tremblay");
  await page.fill('main [name="email"]', "ana@ville.example");
  await page.click("main form button");
  await page.goto(`${home}/en/account/ways/passkey/`);
  await page.click("main form button[type=submit], main form button:not([type])");
  await page.waitForURL(`${home}/en/account/ways/recovery-code/`);
  return { ...one, page, home };
}
