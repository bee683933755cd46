// What others' programs say of Open Badges: Digital Bazaar's verifier of credentials (Data Integrity, status lists), jose
// for JSON Web Tokens, ajv with 1EdTech's schema for the shape. It fetches nothing: the documents it may read are given.
//
// Reads {documents: {address: document}, contexts: {address: file}, schemas: {type: file}, now, credentials: [{name, credential}],
// tokens: [{name, token}]} from its input; writes {name: {verified, withdrawn, shape, error}}.
import {readFileSync} from 'node:fs';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {compactVerify, importJWK, decodeProtectedHeader} from 'jose';
import {Ajv2019} from 'ajv/dist/2019.js';
import formats from 'ajv-formats';

const task = JSON.parse(readFileSync(0, 'utf8'));
const contexts = Object.fromEntries(Object.entries(task.contexts).map(([address, file]) => [address, JSON.parse(readFileSync(file, 'utf8'))]));

async function documentLoader(url) {
  const document = task.documents[url] ?? contexts[url];
  if (document) return {contextUrl: null, documentUrl: url, document};
  return vc.defaultDocumentLoader(url);
}

const ajv = new Ajv2019({strict: false, allErrors: true});
formats.default(ajv);
const shapes = Object.entries(task.schemas ?? {}).map(([type, file]) => [type, ajv.compile(JSON.parse(readFileSync(file, 'utf8').replace('/2019-09/schema#', '/2019-09/schema')))]);

const said = {};
for (const {name, credential} of task.credentials ?? []) {
  const suite = new DataIntegrityProof({cryptosuite});
  const one = {verified: false, shape: true, error: ''};
  try {
    for (const [type, shape] of shapes) {
      if (!credential.type?.includes(type) || shape(credential)) continue;
      one.shape = false;
      one.error += ajv.errorsText(shape.errors) + ' ';
    }
    const result = await vc.verifyCredential({
      credential, suite, documentLoader, now: new Date(task.now),
      checkStatus: credential.credentialStatus ? given => checkStatus({...given, suite, documentLoader, verifyBitstringStatusListCredential: true}) : undefined,
    });
    one.verified = result.verified;
    one.withdrawn = (result.statusResult?.results ?? []).some(r => r.status);
    if (!result.verified) one.error += reasons(result.error ?? result.statusResult?.error ?? result);
  } catch (error) {
    one.error += String(error);
  }
  said[name] = one;
}
for (const {name, token} of task.tokens ?? []) {
  const one = {verified: false, error: ''};
  try {
    const {kid} = decodeProtectedHeader(token);
    const {payload} = await compactVerify(token, await importJWK(task.documents[kid]), {algorithms: ['EdDSA']});
    const claims = JSON.parse(new TextDecoder().decode(payload));
    // Open Badges 3.0, 8.2.6: the claims are what the credential says.
    const wrong = [
      ['iss', claims.issuer.id], ['sub', claims.credentialSubject.id], ['jti', claims.id], ['nbf', Date.parse(claims.validFrom) / 1000],
      ['exp', claims.validUntil && Date.parse(claims.validUntil) / 1000],
    ].filter(([claim, value]) => claims[claim] !== value);
    one.verified = wrong.length === 0;
    one.error = wrong.join(' ');
  } catch (error) {
    one.error = String(error);
  }
  said[name] = one;
}
process.stdout.write(JSON.stringify(said));

function reasons(error) {
  const all = [error?.message, ...(error?.errors ?? []).map(e => e.message), ...(error?.results ?? []).map(r => r.error?.message)];
  return all.filter(Boolean).join('; ') || JSON.stringify(error);
}
