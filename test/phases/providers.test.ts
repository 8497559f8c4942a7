// Identity providers of the owner's that the stranger opened for himself: given back whom they vouch for, in a whole run.
import { afterAll, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import { iamState } from '../../src/sim/services/iam/state.ts';
import { sceneOf } from '../adversary/scene.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders } from '../harness/play.ts';

afterAll(removeFolders);

test('audiences, thumbprints and metadata are the owner\'s again, and nothing is left', async () => {
  const OWN = '0123456789abcdef0123456789abcdef01234567', HIS = '89abcdef0123456789abcdef0123456789abcdef';
  const metadata = (host: string): string => `<EntityDescriptor entityID="${host}">${' '.repeat(1_000)}</EntityDescriptor>`;
  const oidc = 'arn:aws:iam::111122223333:oidc-provider/build.example.com', saml = 'arn:aws:iam::111122223333:saml-provider/office';
  const account = await openAccount(sceneOf('providers', { seed: 'whom they vouch for', reactions: [], calls: [
    { at: '-30d', as: 'root', call: 'iam:CreateOpenIDConnectProvider', with: { Url: 'https://build.example.com', ClientIDList: ['sts.amazonaws.com'], ThumbprintList: [OWN] } },
    { at: '+5s', as: 'root', call: 'iam:CreateSAMLProvider', with: { Name: 'office', SAMLMetadataDocument: metadata('own.example.com') } },
    { at: '-7h', as: 'key', call: 'iam:AddClientIDToOpenIDConnectProvider', with: { OpenIDConnectProviderArn: oidc, ClientID: 'his' } },
    { at: '+5s', as: 'key', call: 'iam:UpdateOpenIDConnectProviderThumbprint', with: { OpenIDConnectProviderArn: oidc, ThumbprintList: [HIS] } },
    { at: '+5s', as: 'key', call: 'iam:UpdateSAMLProvider', with: { SAMLProviderArn: saml, SAMLMetadataDocument: metadata('his.example.com') } },
  ] }));
  const run = await play(account);
  const state = iamState(account.world);
  expect(state.oidcProviders.get(oidc)).toMatchObject({ clientIds: ['sts.amazonaws.com'], thumbprints: [OWN] });
  expect(state.samlProviders.get(saml)?.metadata).toBe(metadata('own.example.com'));
  expect(account.score().footholds.filter((f) => !f.removed)).toEqual([]);
  expect(run.exitCode).toBe(EXIT.done);
});
