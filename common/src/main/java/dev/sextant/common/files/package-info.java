/**
 * Files on this machine: Sextant's own folder, files that appear only when complete, reading within bounds, recursive
 * deletion and SHA-256 digests.
 */
package dev.sextant.common.files;
