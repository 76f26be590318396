using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>The body of an entity group transaction: a batch of one change set, a small HTTP request per row.</summary>
internal static class Transaction
{
    public const int MostActions = 100;

    private static ReadOnlySpan<byte> PartHead => "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8;

    private static ReadOnlySpan<byte> RequestHead =>
        " HTTP/1.1\r\nAccept: application/json;odata=minimalmetadata\r\nContent-Type: application/json\r\nDataServiceVersion: 3.0\r\nPrefer: return-no-content\r\n"u8;

    private static ReadOnlySpan<byte> DeleteHead => " HTTP/1.1\r\nAccept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\n"u8;

    /// <param name="table">The table's URL.</param>
    public static PooledContent Write(string table, IReadOnlyList<TableTransactionAction> actions, string batch, string changeSet)
    {
        var content = new PooledContent(128 * 1024);
        content.Write("--"u8);
        content.WriteAscii(batch);
        content.Write("\r\nContent-Type: multipart/mixed; boundary="u8);
        content.WriteAscii(changeSet);
        content.Write("\r\n\r\n"u8);
        var json = new EntityWriter();
        for (int i = 0; i < actions.Count; i++)
        {
            content.Write("--"u8);
            content.WriteAscii(changeSet);
            content.Write("\r\n"u8);
            content.Write(PartHead);
            Write(content, json, table, actions[i]);
            content.Write("\r\n"u8);
        }

        content.Write("--"u8);
        content.WriteAscii(changeSet);
        content.Write("--\r\n--"u8);
        content.WriteAscii(batch);
        content.Write("--\r\n"u8);
        return content;
    }

    private static void Write(PooledContent content, EntityWriter json, string table, TableTransactionAction action)
    {
        TableEntity entity = TableClient.Row(action.Entity);
        TableTransactionActionType type = action.ActionType;
        content.Write(type switch
        {
            TableTransactionActionType.Add => "POST "u8,
            TableTransactionActionType.UpdateReplace or TableTransactionActionType.UpsertReplace => "PUT "u8,
            TableTransactionActionType.Delete => "DELETE "u8,
            _ => "PATCH "u8,
        });
        content.WriteAscii(table);
        if (type != TableTransactionActionType.Add)
        {
            content.WriteAscii(TableClient.RowPath(entity.PartitionKey, entity.RowKey));
        }

        content.Write(type == TableTransactionActionType.Delete ? DeleteHead : RequestHead);
        if (type is TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace or TableTransactionActionType.Delete)
        {
            content.Write("If-Match: "u8);
            content.WriteAscii(action.ETag == default ? ETag.All.ToString() : action.ETag.ToString());
            content.Write("\r\n"u8);
        }

        content.Write("\r\n"u8);
        if (type != TableTransactionActionType.Delete)
        {
            json.Write(content, entity);
        }
    }

    /// <summary>The answers to the single requests, in order, or the one that made the transaction fail.</summary>
    public static IReadOnlyList<Response> Read(ReadOnlyMemory<byte> content, int actions)
    {
        var answers = new List<Response>(actions);
        ReadOnlySpan<byte> rest = content.Span;
        for (int found = rest.IndexOf("HTTP/1.1 "u8); found >= 0; found = rest.IndexOf("HTTP/1.1 "u8))
        {
            rest = rest[(found + 9)..];
            int end = rest.IndexOf("HTTP/1.1 "u8);
            ReadOnlySpan<byte> answer = end < 0 ? rest : rest[..end];
            if (!int.TryParse(answer[..Math.Min(3, answer.Length)], CultureInfo.InvariantCulture, out int status))
            {
                throw new FormatException("The answer to a table transaction could not be understood.");
            }

            if (status >= 400)
            {
                throw Failed(status, answer);
            }

            answers.Add(new TransactionAnswer(status, Header(answer, "\nETag: "u8)));
        }

        return answers;
    }

    private static string? Header(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> name)
    {
        int start = answer.IndexOf(name);
        if (start < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> value = answer[(start + name.Length)..];
        int end = value.IndexOf((byte)'\r');
        return System.Text.Encoding.ASCII.GetString(end < 0 ? value : value[..end]);
    }

    private static TableTransactionFailedException Failed(int status, ReadOnlySpan<byte> answer)
    {
        int start = answer.IndexOf((byte)'{');
        int end = answer.LastIndexOf((byte)'}');
        (string Code, string Message)? error = start >= 0 && end > start ? TableErrors.Read(answer[start..(end + 1)].ToArray()) : null;

        // The message starts with the index: "2:The specified entity already exists."
        string message = error?.Message ?? "The transaction was refused.";
        int colon = message.IndexOf(':', StringComparison.Ordinal);
        int? index = colon > 0 && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out int parsed) ? parsed : null;
        return new TableTransactionFailedException(status, message, error?.Code, index);
    }
}
