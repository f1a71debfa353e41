/**
 * A trainer that classifies the rows of a CSV file.
 *
 * <p>{@link com.example.csvclassifier.CsvClassifierFactory} is what Sextant finds; it makes one {@link
 * com.example.csvclassifier.CsvClassifier} per run, which trains a {@link com.example.csvclassifier.Network} on a {@link
 * com.example.csvclassifier.Table}.
 */
package com.example.csvclassifier;
