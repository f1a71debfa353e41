/**
 * Files on this machine: Sextant's own folder, files that appear only when complete, recursive deletion and SHA-256 digests.
 */
package dev.sextant.common.files;
