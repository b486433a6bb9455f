package io.ipfskit.cli;

import io.ipfskit.kit.json.Json;
import io.ipfskit.node.ops.Id;
import io.ipfskit.node.ops.IdInput;
import io.ipfskit.node.ops.IpfsOperations;

import picocli.CommandLine.Model.CommandSpec;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `ipfs-kit id`: as Kubo, a JSON document; `--json` gives our record instead.
final class IdCommand implements Command.OnNode {
    String format = "";

    /// How it is written.
    static CommandSpec spec() {
        IdCommand it = new IdCommand();
        return Syntax.of(it, "id", "Say who this node is.")
                .option(
                        String.class,
                        v -> it.format = v,
                        "TEXT",
                        "Text with <id> <aver> <pubkey> <addrs> <protocols> \\n \\t.",
                        "-f",
                        "--format")
                .spec();
    }

    @Override
    public int run(Session session) throws Exception {
        Id id = session.kit().call(IpfsOperations.ID, new IdInput(), session.call());
        if (session.isJson()) {
            session.json(id);
        } else if (!format.isEmpty()) {
            session.out().print(fill(id));
        } else {
            ObjectNode json = Json.standard().mapper().createObjectNode();
            json.put("ID", id.peerId());
            json.put("PublicKey", id.publicKey());
            ArrayNode addresses = json.putArray("Addresses");
            id.addresses().forEach(addresses::add);
            json.put("AgentVersion", id.agentVersion());
            ArrayNode protocols = json.putArray("Protocols");
            id.protocols().forEach(protocols::add);
            session.line(
                    Json.standard()
                            .mapper()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(json));
        }
        return 0;
    }

    private String fill(Id id) {
        return format.replace("<id>", id.peerId())
                .replace("<aver>", id.agentVersion())
                .replace("<pubkey>", id.publicKey())
                .replace("<addrs>", String.join("\n", id.addresses()))
                .replace("<protocols>", String.join("\n", id.protocols()))
                .replace("\\n", "\n")
                .replace("\\t", "\t");
    }
}
