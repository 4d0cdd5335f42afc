import process from 'node:process'

export const PORT = 5432
export const USER = 'holdpoint'
export const DATABASE = 'holdpoint'

/** Given on the command line, where neither a file of the folder nor ALTER SYSTEM overrules it. */
export function settings(major: number, socketFolder: string): Readonly<Record<string, string>> {
  return {
    // Reached through a private socket alone.
    listen_addresses: '',
    // A list: a folder's name may hold its commas.
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    port: String(PORT),
    max_connections: '40',

    // What was acknowledged is on the disk, whatever happens next.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    // macOS holds back what fdatasync was told to write.
    ...(process.platform === 'darwin' && { wal_sync_method: 'fsync_writethrough' }),

    // For a machine of two cores that we share with Node: the operating system's cache does the rest of the caching, and a
    // query that took the second core, too, would stop the requests. Parallel workers also need a /dev/shm that small
    // containers lack. A sort of 100,000 findings fits into 16 MB; some of 40 connections doing one at once still fit into 1 GB.
    shared_buffers: '128MB',
    work_mem: '16MB',
    maintenance_work_mem: '64MB',
    max_parallel_workers_per_gather: '0',
    max_parallel_maintenance_workers: '0',
    max_worker_processes: '4',
    max_logical_replication_workers: '0',
    autovacuum_max_workers: '2',
    // Crash recovery reads at most about this much: seconds, not minutes.
    max_wal_size: '512MB',
    // Compiling costs more than our short queries, and huge pages that a container may not use end in SIGBUS.
    jit: 'off',
    huge_pages: 'off',
    ...(major >= 18 && { io_method: 'sync' }),

    // A case is secret: error lines without the values that DETAIL quotes.
    logging_collector: 'off',
    log_destination: 'stderr',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
    // Start-up errors are recognised by their English words.
    lc_messages: 'C',
  }
}
