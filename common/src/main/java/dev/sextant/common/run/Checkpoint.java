package dev.sextant.common.run;

import java.io.Serializable;

/**
 * A complete checkpoint file.
 *
 * @param epoch the epoch it was written after
 * @param uri where it lies, a Hadoop path
 * @param sha256 of its content, 64 hexadecimal digits
 * @param bytes its length
 */
public record Checkpoint(int epoch, String uri, String sha256, long bytes) implements Serializable {}
