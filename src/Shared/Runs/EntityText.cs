using Azure.Data.Tables;

namespace Clientele.Runs;

internal static class EntityText
{
    /// <summary>A text column; empty where the row does not have it.</summary>
    public static string Text(this TableEntity entity, string column) => entity.GetString(column) ?? "";
}
