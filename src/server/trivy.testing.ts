/** A report of Trivy, of one artifact. */
export interface TrivySays {
  readonly flaws?: readonly (readonly [cve: string, severity: string])[]
  readonly at?: string
  /** Digest that it names as its subject. */
  readonly of?: string
}

export const trivy = ({ flaws = [], at = new Date().toISOString(), of }: TrivySays = {}): string =>
  JSON.stringify({
    SchemaVersion: 2,
    CreatedAt: at,
    ArtifactName: 'registry.example/payments',
    ArtifactType: 'container_image',
    Metadata: { ...(of !== undefined && { RepoDigests: [`registry.example/payments@${of}`] }) },
    Results: [
      {
        Target: 'package-lock.json',
        Class: 'lang-pkgs',
        Type: 'npm',
        Packages: [{ Name: 'tiny', Version: '1.0.0' }],
        Vulnerabilities: flaws.map(([id, severity]) => ({
          VulnerabilityID: id,
          PkgName: 'tiny',
          InstalledVersion: '1.0.0',
          Severity: severity,
          Title: `secret words of ${id}`,
        })),
      },
    ],
  })
