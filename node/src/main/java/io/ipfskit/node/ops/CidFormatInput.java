package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Options of `cid.format`.
public record CidFormatInput(
        @Doc(
                        value = "CID to show",
                        example = "\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"")
                String cid,
        @Doc(
                        value = "pattern of %-specifiers, those of Kubo's cid format",
                        defaultValue = "\"%s\"",
                        shortName = "f")
                String format,
        @Doc(
                        value = "CID version to convert to; kept when absent",
                        minimum = 0,
                        maximum = 1,
                        shortName = "v")
                @Nullable Integer version,
        @Doc("codec to convert to, a name or number of the multicodec table; kept when absent")
                @Nullable String codec,
        @Doc(
                        value = "multibase to show it in; that of the text when absent",
                        example = "\"base36\"",
                        shortName = "b")
                @Nullable String base) {}
