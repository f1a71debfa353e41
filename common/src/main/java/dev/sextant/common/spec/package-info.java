/**
 * The stored form of a study's specification: JSON with a fixed layout.
 *
 * <p>{@link dev.sextant.common.spec.SpecJson} writes and reads it, {@link dev.sextant.common.spec.SpecChange} compares
 * two specifications.
 */
package dev.sextant.common.spec;
