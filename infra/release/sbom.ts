import type { BundledPackage } from './packages.ts';

/** The product, as a bill of materials names it. */
export interface Product {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/**
 * A bill of materials in CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/): the packages of the bundles.
 *
 * @param timestamp - ISO 8601
 */
export function toSbom(
  { name, version, license }: Product,
  packages: readonly BundledPackage[],
  timestamp: string,
) {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp,
      component: {
        type: 'application',
        'bom-ref': toPurl(name, version),
        name,
        version,
        licenses: [{ license: { id: license } }],
      },
    },
    components: packages.map(each => ({
      type: 'library',
      'bom-ref': toPurl(each.name, each.version),
      name: each.name,
      version: each.version,
      purl: toPurl(each.name, each.version),
      licenses: [{ license: { id: each.license } }],
    })),
    dependencies: [
      { ref: toPurl(name, version), dependsOn: packages.map(each => toPurl(each.name, each.version)) },
    ],
  };
}

/** The address of a package of npm (https://github.com/package-url/purl-spec). */
function toPurl(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
